// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IVerification} from "./interfaces/IVerification.sol";

/// @title Quorum
/// @notice The arithmetic of one round (domain.md 2.3), the integer twin of domain/policy/consensus.ts. Weights are
/// reliabilities x 10^4, scores are points x 10^4; shares divide by the whole committee, so a missing report is a refusal.
library Quorum {
    uint256 internal constant MAX_SCORE_E4 = 1_000_000;

    /// @dev One report, as far as it counts.
    struct Vote {
        uint256 scoreE4;
        uint256 weightE4;
        bool agrees;
        bool critical;
    }

    struct Policy {
        uint256 committeeE4;
        uint256 consensusBps;
        uint256 approvalScoreE4;
        uint256 outlierE4;
        bool firstRound;
    }

    struct Result {
        bool approved; // otherwise rejected
        uint32 scoreE4;
        uint16 shareBps;
    }

    /// @dev What the reports of a round add up to.
    struct Sums {
        uint256 present;
        uint256 agree;
        uint256 critical;
    }

    /// @notice The verdict on a round. Votes come ascending by score; there is at least one.
    function tally(Vote[] memory votes, Policy memory policy) internal pure returns (Result memory result) {
        Sums memory sums = _sum(votes);
        if (sums.present * 3 < policy.committeeE4 * 2) {
            revert IVerification.ParticipationTooLow(sums.present, policy.committeeE4);
        }
        result.scoreE4 = _scoreDown(votes, sums.present, policy.outlierE4);
        uint256 refuse = sums.present - sums.agree;
        if (_reaches(sums.agree, policy)) {
            if (result.scoreE4 < policy.approvalScoreE4) revert IVerification.ScoreInReviewBand(result.scoreE4);
            result.approved = true;
            result.shareBps = _shareBpsDown(sums.agree, policy);
        } else if (_reaches(refuse, policy)) {
            if (policy.firstRound && !_reaches(sums.critical, policy)) {
                revert IVerification.ScoreInReviewBand(result.scoreE4);
            }
            result.shareBps = _shareBpsDown(refuse, policy);
        } else {
            revert IVerification.NoQuorum(
                sums.agree, refuse, (policy.consensusBps * policy.committeeE4 + 9999) / 10_000
            );
        }
    }

    function _sum(Vote[] memory votes) private pure returns (Sums memory sums) {
        uint256 last = 0;
        for (uint256 i = 0; i < votes.length; i++) {
            Vote memory vote = votes[i];
            if (vote.scoreE4 < last) revert IVerification.ReportsNotAscending(i);
            last = vote.scoreE4;
            sums.present += vote.weightE4;
            if (vote.agrees) sums.agree += vote.weightE4;
            if (vote.critical) sums.critical += vote.weightE4;
        }
    }

    /// @dev Weighted mean of the scores no farther than `outlierE4` from the weighted median, which is the first score at
    /// which half of the weight present is reached. The median itself is always kept, so the divisor is never zero.
    function _scoreDown(Vote[] memory votes, uint256 present, uint256 outlierE4) private pure returns (uint32) {
        uint256 median = 0;
        uint256 passed = 0;
        for (uint256 i = 0; passed * 2 < present; i++) {
            passed += votes[i].weightE4;
            median = votes[i].scoreE4;
        }
        uint256 total = 0;
        uint256 kept = 0;
        for (uint256 i = 0; i < votes.length; i++) {
            Vote memory vote = votes[i];
            uint256 distance = vote.scoreE4 > median ? vote.scoreE4 - median : median - vote.scoreE4;
            if (distance > outlierE4) continue;
            total += vote.scoreE4 * vote.weightE4;
            kept += vote.weightE4;
        }
        return uint32(total / kept);
    }

    function _reaches(uint256 weightE4, Policy memory policy) private pure returns (bool) {
        return weightE4 * 10_000 >= policy.consensusBps * policy.committeeE4;
    }

    function _shareBpsDown(uint256 weightE4, Policy memory policy) private pure returns (uint16) {
        return uint16(weightE4 * 10_000 / policy.committeeE4);
    }
}
