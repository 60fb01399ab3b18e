"""The case file: what one reader may see of a request, as one value that can be kept, printed and checked."""
