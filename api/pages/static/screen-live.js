// One event stream for all tabs of this browser (see docs/decisions on the war room).
