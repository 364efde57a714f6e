"""The grammar that every step shares: ballots, stations, codes, plain letters."""
