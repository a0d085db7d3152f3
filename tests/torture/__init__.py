"""What a register must survive: `make torture` runs all of it for long, the tests run a little of it."""
