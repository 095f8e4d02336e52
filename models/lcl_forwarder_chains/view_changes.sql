select change, logit as evidence, forwarder_id, offences, p from forwarders order by change desc, forwarder_id
