"""A workshop: a hall that thinks, votes, discusses and votes again, led by one trainer.

Knows nothing of HTTP, kernels or SQL. `state` is the pure machine, `session` keeps it on a `store.WorkshopBoard`,
`views` says what phones, wall and control room may see of it.
"""
