# Currencies
area-currencies = Currencies
operation-currencies-set_rates = Set exchange rates
operation-currencies-rates = List exchange rates
operation-currencies-convert = Convert amount
choice-Entity-currency_rate = Exchange rate
field-rates = Exchange rates
field-rate = Rate
field-base = Base currency
field-valid_from = Valid from
field-on = On
violation-is_base = is the company's own currency
violation-no_rate = { $limit } has no exchange rate on that day
