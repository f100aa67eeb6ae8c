// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IVerification} from "./interfaces/IVerification.sol";

/// @notice One report, as far as it counts, in one word: score x 10^4, 8 bits for the node, 64 of weight (reliability x 10^4), flags.
type Vote is uint256;

/// @title Quorum
/// @notice The arithmetic of one round (domain.md 2.3), the integer twin of domain/policy/consensus.ts. Weights are
/// reliabilities x 10^4, scores are points x 10^4; shares divide by the whole committee, so a missing report is a refusal.
/// Participation counts nodes, whatever they weigh.
/// @dev Nothing here can overflow: weights have 64 bits, scores 32, and a committee at most 256 members.
library Quorum {
    uint256 internal constant MAX_SCORE_E4 = 1_000_000;
    uint256 internal constant AGREES = 1;
    uint256 internal constant CRITICAL = 2;

    struct Policy {
        uint256 committee; // nodes
        uint256 committeeE4; // what they weigh
        uint256 consensusBps;
        uint256 approvalScoreE4;
        uint256 outlierE4;
        bool firstRound;
    }

    struct Result {
        bool approved; // otherwise rejected
        uint24 scoreE4;
        uint16 shareBps;
    }

    /// @dev What the reports of a round add up to.
    struct Sums {
        uint256 present;
        uint256 agree;
        uint256 critical;
        uint256 lastPlace; // score and node of the last one
    }

    /// @notice A vote from its parts. @param flags AGREES, CRITICAL or none.
    function vote(uint256 scoreE4, uint256 node, uint256 weightE4, uint256 flags) internal pure returns (Vote) {
        return Vote.wrap((scoreE4 << 74) | (node << 66) | (weightE4 << 2) | flags);
    }

    /// @notice Counts the vote of report `index`; votes come ascending by score, then by node. With one order only, whoever
    /// knows the reports of a round finds by their hash those that were brought.
    function count(Sums memory sums, Vote counted, uint256 index) internal pure {
        unchecked {
            uint256 bits = Vote.unwrap(counted);
            if (bits >> 66 < sums.lastPlace) revert IVerification.ReportsNotAscending(index);
            sums.lastPlace = bits >> 66;
            uint256 weight = uint64(bits >> 2);
            sums.present += weight;
            if (bits & AGREES != 0) sums.agree += weight;
            if (bits & CRITICAL != 0) sums.critical += weight;
        }
    }

    /// @notice The verdict on a round of at least one vote, all of which are counted in `sums`.
    function tally(Vote[] memory votes, Sums memory sums, Policy memory policy)
        internal
        pure
        returns (Result memory result)
    {
        unchecked {
            if (votes.length * 3 < policy.committee * 2) {
                revert IVerification.ParticipationTooLow(votes.length, policy.committee);
            }
            result.scoreE4 = _scoreDown(votes, sums.present, policy.outlierE4);
            uint256 refuse = sums.present - sums.agree;
            if (_reaches(sums.agree, policy)) {
                if (result.scoreE4 < policy.approvalScoreE4) revert IVerification.ScoreBelowApproval(result.scoreE4);
                result.approved = true;
                result.shareBps = _shareBpsDown(sums.agree, policy);
            } else if (_reaches(refuse, policy)) {
                if (policy.firstRound && !_reaches(sums.critical, policy)) {
                    revert IVerification.RefusalNeedsReview(refuse, sums.critical);
                }
                result.shareBps = _shareBpsDown(refuse, policy);
            } else {
                revert IVerification.NoQuorum(
                    sums.agree, refuse, (policy.consensusBps * policy.committeeE4 + 9999) / 10_000
                );
            }
        }
    }

    /// @dev Weighted mean of the scores no farther than `outlierE4` from the weighted median, which is the first score at
    /// which half of the weight present is reached. The median itself is always kept, so the divisor is never zero.
    function _scoreDown(Vote[] memory votes, uint256 present, uint256 outlierE4) private pure returns (uint24) {
        unchecked {
            uint256 median = 0;
            uint256 passed = 0;
            for (uint256 i = 0; passed * 2 < present; ++i) {
                uint256 bits = Vote.unwrap(votes[i]);
                passed += uint64(bits >> 2);
                median = bits >> 74;
            }
            // As scores are not negative, from `lowest` to `highest` is what is not an outlier.
            uint256 lowest = median < outlierE4 ? 0 : median - outlierE4;
            uint256 highest = median + outlierE4;
            uint256 total = 0;
            uint256 kept = 0;
            for (uint256 i = 0; i < votes.length; ++i) {
                uint256 bits = Vote.unwrap(votes[i]);
                uint256 score = bits >> 74;
                if (score < lowest) continue;
                if (score > highest) break; // and so are all that follow
                uint256 weight = uint64(bits >> 2);
                total += score * weight;
                kept += weight;
            }
            return uint24(total / kept);
        }
    }

    function _reaches(uint256 weightE4, Policy memory policy) private pure returns (bool) {
        unchecked {
            return weightE4 * 10_000 >= policy.consensusBps * policy.committeeE4;
        }
    }

    function _shareBpsDown(uint256 weightE4, Policy memory policy) private pure returns (uint16) {
        unchecked {
            return uint16(weightE4 * 10_000 / policy.committeeE4);
        }
    }
}
