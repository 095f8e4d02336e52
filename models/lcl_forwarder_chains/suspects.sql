-- Where the walk through the network begins.
select forwarder_id, chance from forwarders where chance >= 0.3
