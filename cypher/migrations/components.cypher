// One row per part of the server: what it is and which versions of it run.
// params:  none
// columns: name string, versions list, edition string
CALL dbms.components() YIELD name, versions, edition
RETURN name, versions, edition
ORDER BY name
