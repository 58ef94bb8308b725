"""HTTP for the newsroom: joins what may be asked, which rows there are and what is shown; decides nothing."""
