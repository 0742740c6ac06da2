"""What more than one of the outside parts speaks: one protocol, one client, wherever it is used from."""
