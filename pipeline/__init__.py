"""What touches the network, the clock and the terminal."""
