"""Pictures of ours: what is accepted as one, the sizes that readers get, and what stands in for one."""
