"""What surveyors send: text files, drawings and tables with the coordinates of parcels."""
