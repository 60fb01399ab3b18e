"""The customers' whole way on one page, each step checked before it is shown."""
