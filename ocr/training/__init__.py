"""Makes the digit network from labelled boxes; needs torch, which no running part of Saksi does."""
