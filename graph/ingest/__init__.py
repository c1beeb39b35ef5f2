"""How a county comes in: a workbook or a folder of CSV files is read, validated whole and loaded into the graph."""
