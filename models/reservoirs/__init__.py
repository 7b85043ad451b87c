"""Reservoirs: recurrent weights are drawn and stay; only the readout is learned."""
