"""The chart of a page as a picture: laid out once as shapes, then painted on a bitmap or on a page of a PDF."""
