"""The pure kernel of the talk: step, turn, spec, messages, facts, words; knows no capability."""
