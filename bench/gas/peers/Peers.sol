// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {OCR2Base} from "@chainlink/contracts/src/v0.8/dev/ocr2/OCR2Base.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC1155} from "@openzeppelin/contracts/token/ERC1155/ERC1155.sol";
import {ERC20 as SoladyBase} from "solady/src/tokens/ERC20.sol";

/// @notice The least that makes a library's contract deployable: anybody may mint. For measuring only.
contract OpenZeppelinErc20 is ERC20("Plain", "PLAIN") {
    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }
}

contract OpenZeppelinErc1155 is ERC1155("") {
    function mint(address to, uint256 id, uint256 amount) external {
        _mint(to, id, amount, "");
    }

    function burn(uint256 id, uint256 amount) external {
        _burn(msg.sender, id, amount);
    }

    function burnBatch(uint256[] calldata ids, uint256[] calldata amounts) external {
        _burnBatch(msg.sender, ids, amounts);
    }
}

contract SoladyErc20 is SoladyBase {
    function name() public pure override returns (string memory) {
        return "Plain";
    }

    function symbol() public pure override returns (string memory) {
        return "PLAIN";
    }

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }
}

/// @notice One word kept under a key, by whoever the register belongs to: what a committee's decision comes to at least.
contract Register {
    address private immutable OWNER;
    mapping(bytes32 key => bytes32 value) public values;

    constructor(address owner) {
        OWNER = owner;
    }

    function set(bytes32 key, bytes32 value) external {
        require(msg.sender == OWNER);
        values[key] = value;
    }
}

/// @notice The same word under the same key, kept because f + 1 of n oracles of an OCR2 network signed it.
contract Ocr2Register is OCR2Base(false) {
    mapping(bytes32 key => bytes32 value) public values;

    function typeAndVersion() external pure override returns (string memory) {
        return "Ocr2Register 1.0.0";
    }

    function _beforeSetConfig(uint8, bytes memory) internal override {}

    function _afterSetConfig(uint8, bytes memory) internal override {}

    function _validateReport(bytes32, uint40, bytes memory) internal pure override returns (bool) {
        return true;
    }

    function _report(uint256, address, uint8, address[maxNumOracles] memory, bytes calldata report) internal override {
        (bytes32 key, bytes32 value) = abi.decode(report, (bytes32, bytes32));
        values[key] = value;
    }
}
