"""What people touch in a notebook or on a web page: fields, pictures, the workshop."""
