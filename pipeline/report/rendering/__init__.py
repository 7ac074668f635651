"""The report's documents: the same Quarto sources made into HTML, PDF and DOCX, by Quarto or the embedded renderer."""
