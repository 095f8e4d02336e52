#include "content/model_draft.h"

namespace tidewaiter::content {
namespace {

void ReadSeeds(TableReader& table, ModelNetwork& network) {
  network.seeds = table.Text("seeds", Need::kRequired);
  network.seed_node = table.Text("seed_node", Need::kRequired);
  network.seed_weight = table.Text("seed_weight", Need::kOptional);
}

/// The table of nodes, where there must be one; its column where there is a table.
void ReadNodes(TableReader& table, Need need, ModelNetwork& network) {
  network.nodes = table.Text("nodes", need);
  network.node = table.Text("node", network.nodes.empty() ? Need::kOptional : Need::kRequired);
}

/// What makes one edge conduct more than another.
void ReadStrength(TableReader& table, ModelNetwork& network) {
  network.weight = table.Text("weight", Need::kOptional);
  network.day = table.Text("day", Need::kOptional);
  if (!table.Has("half_life_days")) return;
  table.Any("day", Need::kRequired);
  network.half_life_days = 1;
  ReadSetting(table, "half_life_days", {0.01, 1e6}, *network.half_life_days);
}

void ReadWalk(TableReader& table, ModelNetwork& network) {
  ReadSeeds(table, network);
  ReadStrength(table, network);
  network.hub_weighting = table.Boolean("hub_weighting", network.hub_weighting);
  ReadSetting(table, "restart", {0.001, 0.999}, network.restart);
}

void ReadCommunities(TableReader& table, const ModelDraft& draft, ModelNetwork& network) {
  ReadStrength(table, network);
  ReadNodes(table, Need::kOptional, network);
  ReadSetting(table, "resolution", {1e-6, 1e6}, network.resolution);
  ReadSetting(table, "iterations", {1, 1000}, network.iterations);
  network.random_seed = table.Text("random_seed", Need::kOptional);
  CheckIntegerParameter(table, "random_seed", network.random_seed, draft);
}

void ReadPaths(TableReader& table, ModelNetwork& network) {
  ReadWalk(table, network);
  ReadNodes(table, Need::kRequired, network);
  network.label = table.Text("label", Need::kOptional);
  network.prefer = table.Choice<PathPreference>(
      "prefer", Need::kOptional, {{"links", PathPreference::kLinks}, {"rank", PathPreference::kRank}}, network.prefer);
  ReadSetting(table, "most_links", {1, 1000}, network.most_links);
}

void ReadNeighbourhood(TableReader& table, ModelNetwork& network) {
  ReadNodes(table, Need::kRequired, network);
  ReadStrength(table, network);
  network.label = table.Text("label", Need::kOptional);
  ReadSetting(table, "hops", {1, 10}, network.hops);
  ReadSetting(table, "most_nodes", {2, 10'000}, network.most_nodes);
  ReadSetting(table, "most_centres", {1, 1e6}, network.most_centres);
}

}  // namespace

ModelNetwork ReadNetwork(TableReader& table, const ModelDraft& draft) {
  ModelNetwork network;
  network.operation = table.Choice<NetworkOperation>("operation", Need::kRequired,
                                                     {{"components", NetworkOperation::kComponents},
                                                      {"pagerank", NetworkOperation::kPagerank},
                                                      {"communities", NetworkOperation::kCommunities},
                                                      {"paths", NetworkOperation::kPaths},
                                                      {"neighbourhood", NetworkOperation::kNeighbourhood}},
                                                     NetworkOperation::kComponents);
  network.edges = table.Text("edges", Need::kRequired);
  network.source = table.Text("source", Need::kRequired);
  network.target = table.Text("target", Need::kRequired);
  switch (network.operation) {
    case NetworkOperation::kComponents:
      ReadNodes(table, Need::kOptional, network);
      break;
    case NetworkOperation::kPagerank:
      ReadWalk(table, network);
      ReadNodes(table, Need::kOptional, network);
      break;
    case NetworkOperation::kCommunities:
      ReadCommunities(table, draft, network);
      return network;  // Leiden's communities know no direction.
    case NetworkOperation::kPaths:
      ReadPaths(table, network);
      break;
    case NetworkOperation::kNeighbourhood:
      ReadNeighbourhood(table, network);
      break;
  }
  network.directed = table.Boolean("directed", network.directed);
  return network;
}

}  // namespace tidewaiter::content
