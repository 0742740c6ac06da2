"""What is done with whose data: asked, logged, told afterwards, shown."""
