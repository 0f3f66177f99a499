"""What is kept as codes and numbers, put into words in the reader's language; nothing else in here is worked out."""
