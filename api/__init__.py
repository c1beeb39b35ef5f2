"""How people reach Lianhu: the command line, reports, and later the API and its pages."""
