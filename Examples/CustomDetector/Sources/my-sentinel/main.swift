import CostDetectors
import LatencyDetectors
import SentinelCommands
import SurpriseDetectors

SentinelMain.run(plugins: [LatencyDetectors.plugin, CostDetectors.plugin, SurpriseDetectors.plugin])
