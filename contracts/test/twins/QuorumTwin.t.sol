// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Quorum} from "../../src/Quorum.sol";
import {Twin} from "./Twin.t.sol";

/// @notice The library behind `Verification.submitResult`, with weights and policies of any kind.
contract QuorumTwin is Twin {
    /// @dev Words: committee weight, consensus, approval score, outlier distance, first round, number of votes; then score,
    /// weight, agrees + 2 x critical of each vote, ascending by score.
    /// Answer: 0 or the refusal; approved, score, share. The score in the review band is the refusal's own.
    function _answer(uint256[] calldata words) internal view override returns (uint256[] memory answer) {
        Quorum.Policy memory policy = Quorum.Policy(words[0], words[1], words[2], words[3], words[4] == 1);
        Quorum.Vote[] memory votes = new Quorum.Vote[](words[5]);
        for (uint256 i = 0; i < votes.length; i++) {
            uint256 at = 6 + i * 3;
            votes[i] = Quorum.Vote(words[at], words[at + 1], words[at + 2] & 1 == 1, words[at + 2] & 2 == 2);
        }
        answer = new uint256[](4);
        try this.tally(votes, policy) returns (Quorum.Result memory result) {
            (answer[1], answer[2], answer[3]) = (result.approved ? 1 : 0, result.scoreE4, result.shareBps);
        } catch (bytes memory data) {
            answer[0] = _refusal(data);
        }
    }

    function tally(Quorum.Vote[] memory votes, Quorum.Policy memory policy)
        external
        pure
        returns (Quorum.Result memory)
    {
        return Quorum.tally(votes, policy);
    }
}
