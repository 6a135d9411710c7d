"""What a page shows, as a file: CSV, XLSX and PDF."""
