-- How far the mixes lie apart, less what sampling alone would show, and whether dealing at random gets so far.
select forwarder_id, mix, jensen_shannon(first, second) as bits, jensen_shannon_bias(first, second) as bias,
       permutation_p(first, second, $deals, $seed) as p
from mixes
