// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IssuanceTerms} from "../../src/interfaces/ICarbon.sol";
import {Base} from "../Base.t.sol";
import {vm} from "../Vm.sol";

/// @notice Random walks through the life of credits. A step that the contracts refuse leaves no trace.
contract CreditHandler is Base {
    uint256 public constant PROJECTS = 3;
    uint256 private constant MAX_CASES = 12;

    uint256 private _cases;
    uint256 private _count;
    mapping(uint256 id => uint256) public issuedKg; // net and buffer
    bytes32[] private _listings;
    mapping(uint256 retirementId => uint256 kg) private _retiredUnder;
    uint256 public idsUsedTwice;
    uint256 public retiredKg;

    function setUp() public override {
        super.setUp();
        registerParcel(PARCEL);
        vm.prank(LANDOWNER);
        carbonCredit.setApprovalForAll(address(listings), true);
        vm.prank(CREDIT_BUYER);
        paymentToken.approve(address(listings), type(uint256).max);
        givePt(CREDIT_BUYER, 400_000_000e18);
    }

    function actions() external pure returns (bytes4[] memory selectors) {
        selectors = new bytes4[](9);
        selectors[0] = this.issue.selector;
        selectors[1] = this.issueAgain.selector;
        selectors[2] = this.transfer.selector;
        selectors[3] = this.retire.selector;
        selectors[4] = this.retireBatch.selector;
        selectors[5] = this.reverse.selector;
        selectors[6] = this.list.selector;
        selectors[7] = this.buy.selector;
        selectors[8] = this.cancel.selector;
    }

    // ---------------------------------------------------------------------------------------------------------- actions

    function issue(uint128 netKg, uint128 bufferKg) external {
        if (_cases == MAX_CASES) return;
        IssuanceTerms memory terms = _termsOf(_cases, bound(netKg, 1, 1e12), bound(bufferKg, 0, 1e12));
        settleIssuance(terms);
        carbonCredit.issue(terms);
        _cases++;
        issuedKg[idOf(terms.projectId)] += terms.netKg + terms.bufferKg;
    }

    /// @dev Must always fail; if it did not, issuedKg would no longer explain the supply.
    function issueAgain(uint256 seed, uint128 netKg, uint128 bufferKg) external {
        carbonCredit.issue(_termsOf(seed % _cases, netKg, bufferKg));
    }

    function transfer(uint256 seed, address to, uint256 kg) external {
        uint256 id = idOfSeed(seed);
        address from = _holder(seed);
        address[3] memory targets = [LANDOWNER, CREDIT_BUYER, to];
        kg = bound(kg, 0, carbonCredit.balanceOf(from, id));
        vm.prank(from);
        carbonCredit.safeTransferFrom(from, targets[seed % 3], id, kg, "");
    }

    function retire(uint256 seed, uint128 kg) external {
        uint256 id = idOfSeed(seed);
        address from = _holder(seed);
        kg = uint128(bound(kg, 1, carbonCredit.balanceOf(from, id) + 1));
        uint256 retirementId = uint256(uint8(seed >> 200)) % 64;
        vm.prank(from);
        carbonCredit.retire(bytes32(retirementId), id, kg, REASON, REASON);
        _noteRetirement(retirementId, kg);
    }

    /// @dev What a retirement that went through must never do: take an id that was used.
    function _noteRetirement(uint256 retirementId, uint256 kg) private {
        if (_retiredUnder[retirementId] != 0) idsUsedTwice++;
        _retiredUnder[retirementId] += kg;
        retiredKg += kg;
    }

    function retireBatch(uint256 seed, uint64 a, uint64 b, uint64 c) external {
        address from = _holder(seed);
        (uint256[] memory ids, uint256[] memory kgs) = (new uint256[](3), new uint256[](3));
        uint64[3] memory wanted = [a, b, c];
        for (uint256 i = 0; i < 3; i++) {
            ids[i] = idOfSeed(seed >> (8 * i)); // ids often repeat
            kgs[i] = bound(wanted[i], 1, carbonCredit.balanceOf(from, ids[i]) / 2 + 1);
        }
        // Retirement ids of few words, so that batches and single retirements meet in them.
        bytes32 first = bytes32(uint256(uint8(seed >> 200)) % 64);
        vm.prank(from);
        carbonCredit.retireBatch(first, ids, kgs, REASON, REASON);
        for (uint256 i = 0; i < 3; i++) {
            _noteRetirement(uint256(first) + i, kgs[i]);
        }
    }

    function reverse(uint256 seed, uint128 kg) external {
        uint256 id = idOfSeed(seed);
        uint256[] memory pool = new uint256[](4);
        for (uint256 i = 0; i < 4; i++) {
            pool[i] = idOfSeed(seed >> (8 * i));
        }
        vm.prank(REVIEWER);
        carbonCredit.reverse(keccak256(abi.encode(_count++)), id, uint128(bound(kg, 1, 1e12)), pool, REASON);
        vm.prank(REVIEWER);
        carbonCredit.setSuspended(id, LANDOWNER, seed % 4 == 0); // most walks go on
    }

    function list(uint256 seed, uint128 kg, uint128 price) external {
        uint256 id = idOfSeed(seed);
        kg = uint128(bound(kg, 1, carbonCredit.balanceOf(LANDOWNER, id) + 1));
        bytes32 listingId = keccak256(abi.encode(_count++));
        vm.prank(LANDOWNER);
        listings.list(listingId, id, kg, uint128(bound(price, 1, 1e6)), uint64(block.timestamp + 60 days));
        _listings.push(listingId);
    }

    function buy(uint256 seed, uint128 kg) external {
        bytes32 listingId = _listings[seed % _listings.length];
        kg = uint128(bound(kg, 1, listings.getListing(listingId).leftKg + 1));
        vm.prank(CREDIT_BUYER);
        listings.buy(listingId, keccak256(abi.encode(_count++)), kg, type(uint128).max);
    }

    function cancel(uint256 seed) external {
        vm.prank(LANDOWNER);
        listings.cancel(_listings[seed % _listings.length]);
    }

    // -------------------------------------------------------------------------------------------------------- questions

    function idOfSeed(uint256 seed) public view returns (uint256) {
        return idOf(_projectOf(seed));
    }

    function idOf(bytes32 projectId) public view returns (uint256) {
        return carbonCredit.creditId(projectId, VINTAGE);
    }

    function listedKg(uint256 id) external view returns (uint256 kg) {
        for (uint256 i = 0; i < _listings.length; i++) {
            if (listings.getListing(_listings[i]).creditId == id) kg += listings.getListing(_listings[i]).leftKg;
        }
    }

    function contracts() external view returns (address, address, address, address) {
        return (address(carbonCredit), address(listings), LANDOWNER, CREDIT_BUYER);
    }

    function _holder(uint256 seed) private pure returns (address) {
        return (seed >> 128) % 2 == 0 ? LANDOWNER : CREDIT_BUYER;
    }

    function _projectOf(uint256 seed) private pure returns (bytes32) {
        return keccak256(abi.encode("project", seed % PROJECTS));
    }

    function _termsOf(uint256 n, uint256 netKg, uint256 bufferKg) private pure returns (IssuanceTerms memory terms) {
        terms = issuanceTerms();
        terms.caseId = keccak256(abi.encode("case", n));
        terms.projectId = _projectOf(n);
        terms.netKg = uint128(netKg);
        terms.bufferKg = uint128(bufferKg);
    }
}
