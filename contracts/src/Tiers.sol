// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {CaseTerms, IVerification, Programme, Tier} from "./interfaces/IVerification.sol";

/// @title Tiers
/// @notice The least that a case of each tier may be opened with (domain.md 2.3), one word per tier. Governance sets it, so that
/// who opens cases cannot choose a committee of one, a bare majority, a threshold of nothing, or no time to contest.
library Tiers {
    struct Floors {
        uint8 committee; // 0 = no case can be opened
        uint16 consensusBps;
        uint24 scoreThresholdE4;
        uint24 windowSeconds;
    }

    struct Table {
        mapping(Programme => mapping(uint256 minReports => Floors)) floors;
    }

    uint256 internal constant MAX_COMMITTEE = 32;
    uint256 internal constant MAX_CONSENSUS_BPS = 10_000;
    uint256 internal constant MAX_THRESHOLD_E4 = 990_000; // domain.md 2.2: T is clamped to 99
    uint256 internal constant MAX_WINDOW_SECONDS = 30 days;
    uint256 private constant HALF_BPS = 5_000; // two quorums must not stand against each other
    uint256 private constant MIN_THRESHOLD_E4 = 500_000;
    uint256 private constant MIN_COMMODITY_REPORTS = 3; // domain.md 2.25, reading 6: at least three nodes

    /// @notice Sets a tier; reverts with BadTier outside the bounds that hold for governance itself.
    function set(Table storage table, Tier memory tier) internal {
        uint256 leastReports = tier.programme == Programme.Commodity ? MIN_COMMODITY_REPORTS : 1;
        if (
            tier.minReports < leastReports || tier.minCommittee > MAX_COMMITTEE
                || (tier.minCommittee != 0 && tier.minCommittee < tier.minReports) || tier.minConsensusBps <= HALF_BPS
                || tier.minConsensusBps > MAX_CONSENSUS_BPS || tier.minScoreThresholdE4 < MIN_THRESHOLD_E4
                || tier.minScoreThresholdE4 > MAX_THRESHOLD_E4 || tier.minWindowSeconds > MAX_WINDOW_SECONDS
        ) revert IVerification.BadTier();
        table.floors[tier.programme][tier.minReports] = Floors({
            committee: tier.minCommittee,
            consensusBps: tier.minConsensusBps,
            scoreThresholdE4: uint24(tier.minScoreThresholdE4),
            windowSeconds: uint24(tier.minWindowSeconds)
        });
        emit IVerification.TierSet(
            tier.programme,
            tier.minReports,
            tier.minCommittee,
            tier.minConsensusBps,
            tier.minScoreThresholdE4,
            tier.minWindowSeconds
        );
    }

    /// @notice The tier that `minReports` names.
    function get(Table storage table, Programme programme, uint8 minReports) internal view returns (Tier memory) {
        Floors memory floors = table.floors[programme][minReports];
        return Tier({
            programme: programme,
            minReports: minReports,
            minCommittee: floors.committee,
            minConsensusBps: floors.consensusBps,
            minScoreThresholdE4: floors.scoreThresholdE4,
            minWindowSeconds: floors.windowSeconds
        });
    }

    /// @notice Reverts unless a case with a committee of `size` may be opened on these terms.
    function check(Table storage table, CaseTerms calldata terms, uint256 size) internal view {
        Floors memory floors = table.floors[terms.programme][terms.minReports];
        if (floors.committee == 0) revert IVerification.UnknownTier(terms.programme, terms.minReports);
        if (
            size < floors.committee || terms.consensusBps < floors.consensusBps
                || terms.scoreThresholdE4 < floors.scoreThresholdE4 || terms.windowSeconds < floors.windowSeconds
        ) revert IVerification.BelowFloor(terms.programme, terms.minReports);
        if (
            size > MAX_COMMITTEE || terms.consensusBps > MAX_CONSENSUS_BPS || terms.scoreThresholdE4 > MAX_THRESHOLD_E4
                || terms.windowSeconds > MAX_WINDOW_SECONDS
        ) revert IVerification.BadTerms();
    }
}
