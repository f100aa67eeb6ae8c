// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title Twin
/// @notice Answers many cases in one call, so that the differential tests of e2e/twins compare a hundred thousand of them in
/// seconds. A case is a slice of words; its answer is as many words as asked for. Each case runs in a call of its own that is
/// undone afterwards: no case sees another one's state. Only tests deploy this.
abstract contract Twin {
    /// @dev Carries an answer out of the call that is undone.
    error Answer(uint256[] words);

    uint256 private constant ANSWERED = 1;

    /// @param inputWords words of each case.
    /// @param outputWords words of each answer.
    /// @return answers for each case one word that is 1, then its answer; or 0 and the first word of the error when the case could
    /// not be carried out at all, which is a mistake of the test.
    function run(uint256 inputWords, uint256 outputWords, uint256[] calldata words)
        external
        returns (uint256[] memory answers)
    {
        uint256 cases = words.length / inputWords;
        answers = new uint256[](cases * (outputWords + 1));
        for (uint256 i = 0; i < cases; i++) {
            uint256 at = i * (outputWords + 1);
            try this.undone(words[i * inputWords:(i + 1) * inputWords]) {}
            catch (bytes memory data) {
                if (bytes4(data) != Answer.selector) {
                    answers[at + 1] = uint256(uint32(bytes4(data)));
                    continue;
                }
                answers[at] = ANSWERED;
                uint256 given = _wordOf(data, 1);
                for (uint256 j = 0; j < outputWords && j < given; j++) {
                    answers[at + 1 + j] = _wordOf(data, 2 + j);
                }
            }
        }
    }

    /// @notice One case, always undone.
    function undone(uint256[] calldata words) external {
        revert Answer(_answer(words));
    }

    function _answer(uint256[] calldata words) internal virtual returns (uint256[] memory);

    /// @dev Word `index` of an error's arguments.
    function _wordOf(bytes memory data, uint256 index) private pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := mload(add(add(data, 36), mul(index, 32)))
        }
    }

    /// @dev What a twin answers for a refusal: the selector of the error.
    function _refusal(bytes memory data) internal pure returns (uint256) {
        return uint32(bytes4(data));
    }
}
