"""The dimensions that come with the plugin, one file a family; a host adds its own in `segment_dimensions.py`."""
