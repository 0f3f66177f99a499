"""Values of dimensions: as people write them, as they are kept, and as they are read."""
