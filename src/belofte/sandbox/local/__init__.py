"""Systems of the sandbox that are no simulators: real servers and folders here, filled with the same people."""
