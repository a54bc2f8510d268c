/// Containers, networks and volumes as Docker's API knows them: a create body becomes a record, the
/// record a runtime, network and image call.
///
/// One room per idea: [Creation] turns a request into a [ContainerRecord], [LaunchPlan] a record
/// into what the runtime starts, [Lifecycle] moves a container between its [ContainerState]s,
/// [Inspection] and [Listing] render them, [Recovery] takes up what an earlier engine left. Start
/// reading at [Containers], then [EngineContainers].
@org.jspecify.annotations.NullMarked
package io.davit.executor.container;
