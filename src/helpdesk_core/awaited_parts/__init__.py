"""Parts that a repair waits for: which, from whom, until about when. An arrival changes nothing by itself."""
