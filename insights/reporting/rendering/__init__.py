"""One renderer per format: a composed document into HTML, PDF, Word or a workbook."""
