"""The whole papers, one module per reader, and what each reader may see of them."""
