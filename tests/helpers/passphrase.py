"""The passphrase of the registers that the tests open."""

PASSPHRASE = "fire ville hester galopperer"
