-- Draws by counter: `uniform` and `gaussian` are the program's; a stream has a name, a row its number. Whatever is drawn
-- for an entity depends on its number alone, so that neither order nor threads change a nation.
create macro stream(name) as cast('0x' || substr(md5(name), 1, 15) as bigint);
create macro draw(name, number) as uniform(stream(name), cast(number as bigint));
create macro bell(name, number) as gaussian(stream(name), cast(number as bigint));
create macro chance(name, number, p) as draw(name, number) < p;
-- A log-normal factor with median 1.
create macro spread(name, number, sigma) as exp(sigma * gaussian(stream(name), cast(number as bigint)));
-- 1 … n, each as likely.
create macro pick(name, number, n) as 1 + cast(floor(draw(name, number) * n) as bigint);
-- 1 … n, the first more likely the larger `lean` is (1: each as likely).
create macro lean(name, number, n, strength) as 1 + cast(floor(pow(draw(name, number), strength) * n) as bigint);
create macro word(list_name, name, number) as
  getvariable(list_name)[pick(name, number, len(getvariable(list_name)))];
-- Two numbers as one, for draws about pairs.
create macro pair(first, second) as cast(first as bigint) * 1048576 + cast(second as bigint);
-- A number of seven digits without an order (a permutation of 1 … 9,999,990).
create macro scrambled(number) as lpad(cast((cast(number as bigint) * 4826701 + 1299709) % 9999991 as varchar), 7, '0');
create macro sum_exact(x) as cast(sum(cast(round(x * 1e6) as hugeint)) as double) / 1e6;
