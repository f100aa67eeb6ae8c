// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

// What the deployment takes from OpenZeppelin unchanged. Imported here so that forge compiles it beside our own contracts.
import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {ProxyAdmin} from "@openzeppelin/contracts/proxy/transparent/ProxyAdmin.sol";
import {TransparentUpgradeableProxy} from "@openzeppelin/contracts/proxy/transparent/TransparentUpgradeableProxy.sol";
