// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Quorum, Vote} from "../../src/Quorum.sol";
import {Twin} from "./Twin.t.sol";

/// @notice The library behind `Verification.submitResult`, with weights and policies of any kind.
contract QuorumTwin is Twin {
    /// @dev Words: committee size and weight, consensus, approval score, outlier distance, first round, number of votes; then score,
    /// weight, agrees + 2 x critical of each vote, ascending by score.
    /// Answer: 0 or the refusal; approved, score, share.
    function _answer(uint256[] calldata words) internal view override returns (uint256[] memory answer) {
        Quorum.Policy memory policy = Quorum.Policy(words[0], words[1], words[2], words[3], words[4], words[5] == 1);
        Vote[] memory votes = new Vote[](words[6]);
        for (uint256 i = 0; i < votes.length; i++) {
            uint256 at = 7 + i * 3;
            votes[i] = Quorum.vote(words[at], i, words[at + 1], words[at + 2]);
        }
        answer = new uint256[](4);
        try this.tally(votes, policy) returns (Quorum.Result memory result) {
            (answer[1], answer[2], answer[3]) = (result.approved ? 1 : 0, result.scoreE4, result.shareBps);
        } catch (bytes memory data) {
            answer[0] = _refusal(data);
        }
    }

    function tally(Vote[] memory votes, Quorum.Policy memory policy) external pure returns (Quorum.Result memory) {
        Quorum.Sums memory sums;
        for (uint256 i = 0; i < votes.length; i++) {
            Quorum.count(sums, votes[i], i);
        }
        return Quorum.tally(votes, sums, policy);
    }
}
