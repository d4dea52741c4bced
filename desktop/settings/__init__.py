"""Every setting declared once; what the user chose; the page made from both."""
