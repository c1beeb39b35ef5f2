"""A plan for people: the map that opens offline, and the workbook with a sheet a community."""
