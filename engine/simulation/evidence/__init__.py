"""The evidence that active learning saves expert time: what is run, and the document it makes."""
