package io.davit.executor.project;

import io.davit.api.ContainerSummary;
import io.davit.api.PlanBody;
import io.davit.api.Progress;
import io.davit.api.ProjectBody;
import io.davit.api.ProjectRequest;
import io.davit.api.ProjectSummary;
import io.davit.executor.container.Containers;
import io.davit.executor.supervise.RestartSupervisor;
import io.davit.executor.supervise.Timer;
import io.davit.executor.trace.Trace;
import io.davit.image.Images;
import io.davit.planner.Operation;
import io.davit.planner.observed.ObservedContainer;
import io.davit.planner.plan.Action;
import io.davit.planner.plan.Plan;
import io.davit.planner.plan.PlanNode;
import io.davit.problem.StorageFailed;
import io.davit.problem.Where;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// The engine's projects over its containers, images and the project store.
public final class DeclaredProjects implements Projects {
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final ProjectStore store;
  private final Containers containers;
  private final Images images;
  private final Timer timer;
  private final Preparation preparation;
  private final ProjectListing listing;
  private final ReconcileLoop loop;
  private final ProjectLocks locks = new ProjectLocks();
  private final Set<Cancellation> running = ConcurrentHashMap.newKeySet();
  private final Map<String, String> traces = new ConcurrentHashMap<>();

  /// @param restarts the rule that the containers ask
  /// @param random for the names of one-offs
  public DeclaredProjects(
      ProjectStore store,
      Containers containers,
      Images images,
      RestartSupervisor restarts,
      Timer timer,
      RandomGenerator random) {
    this.store = store;
    this.containers = containers;
    this.images = images;
    this.timer = timer;
    this.preparation = new Preparation(store, containers, images, random);
    this.listing = new ProjectListing(store, containers);
    this.loop = new ReconcileLoop(store, containers, restarts, timer, this::reconcile);
  }

  @Override
  public PlanBody plan(String project, String operation, ProjectRequest body) {
    Plan plan = preparation.prepare(project, operation, new Request(body)).plan();
    List<PlanBody.Action> actions = plan.nodes().stream().map(DeclaredProjects::body).toList();
    return new PlanBody(plan.text(), plan.isEmpty(), actions);
  }

  private static PlanBody.Action body(PlanNode node) {
    return new PlanBody.Action(
        node.id(),
        node.dependsOn(),
        node.action().getClass().getSimpleName(),
        node.action().resource(),
        node.cause().text(),
        node.cause().source().map(Where::describe).orElse(null),
        node.action() instanceof Action.Destructive);
  }

  @Override
  public void operate(
      String project,
      String operation,
      ProjectRequest body,
      Consumer<Progress> progress,
      Cancellation cancellation) {
    Request request = new Request(body);
    boolean[] told = {false};
    ProgressReport report =
        new ProgressReport(
            line -> {
              told[0] = true;
              progress.accept(line);
            });
    running.add(cancellation);
    if (operation.equals("wait")) {
      awaitEnds(project, request, report, cancellation);
      return;
    }
    try (var _ = locks.hold(project, () -> waiting(report, project))) {
      Prepared prepared = preparation.prepare(project, operation, request);
      if (request.dryRun()) {
        dryRun(prepared.plan(), report);
      } else {
        carryOut(project, operation, request, prepared, report, cancellation);
      }
    } catch (RuntimeException failure) {
      if (!told[0]) {
        throw failure;
      }
      report.failed(Errors.body(failure));
    } finally {
      running.remove(cancellation);
    }
  }

  /// Changes nothing, and may take for ever: other operations go on meanwhile.
  private void awaitEnds(
      String project, Request request, ProgressReport report, Cancellation cancellation) {
    try {
      new EndWait(containers, report, cancellation)
          .await(containers(project, request.services(), 0));
      report.ended(Optional.empty());
    } finally {
      running.remove(cancellation);
    }
  }

  private static void waiting(ProgressReport report, String project) {
    report.working("Project " + project, "Waiting for another operation");
  }

  private static void dryRun(Plan plan, ProgressReport report) {
    plan.nodes().forEach(node -> report.done(node.action().describe(), node.cause().describe()));
    report.ended(Optional.empty());
  }

  private void carryOut(
      String project,
      String operation,
      Request request,
      Prepared prepared,
      ProgressReport report,
      Cancellation cancellation) {
    prepared
        .declaration()
        .before(prepared.operation(), prepared.observed())
        .ifPresent(record -> keep(record, prepared.operation(), report));
    for (String warning : prepared.plan().warnings()) {
      report.warning("Project " + project, "Warning", warning);
    }
    tellUntouched(prepared, report);
    Optional<Trace> trace =
        request.trace() ? Optional.of(new Trace(System::nanoTime)) : Optional.empty();
    ProjectRequest.Run run = request.run();
    var oneOff = new Actions.OneOff(Request.flag(run.autoRemove()), Request.flag(run.useAliases()));
    PlanExecution.Outcome outcome =
        execute(
            prepared,
            oneOff,
            request.waitLimit(),
            new ActionProgress(report, prepared.plan(), operation.equals("restart")),
            cancellation,
            PlanExecution.AfterFailure.GIVE_UP_WAITING,
            trace);
    trace.ifPresent(recording -> traces.put(project, recording.toJson()));
    after(project, prepared, outcome);
    if (!outcome.failures().isEmpty()) {
      report.failed(Errors.body(outcome.failures()));
    } else {
      report.ended(operation.equals("run") ? outcome.lastCreated() : Optional.empty());
    }
  }

  /// Who frees a full disk must get through: what only ends is done also when nothing can be kept.
  private void keep(ProjectRecord record, Operation operation, ProgressReport report) {
    try {
      store.save(record);
    } catch (StorageFailed full) {
      switch (operation) {
        case Operation.Down _, Operation.Stop _, Operation.Kill _, Operation.Remove _ ->
            report.warning("Project " + record.name(), "Warning", full.what());
        case Operation.Up _,
            Operation.Run _,
            Operation.Start _,
            Operation.Restart _,
            Operation.Pause _,
            Operation.Unpause _,
            Operation.Reconcile _ ->
            throw full;
      }
    }
  }

  private PlanExecution.Outcome execute(
      Prepared prepared,
      Actions.OneOff oneOff,
      Optional<Duration> waitLimit,
      ActionProgress progress,
      Cancellation cancellation,
      PlanExecution.AfterFailure afterFailure,
      Optional<Trace> trace) {
    Actions actions =
        new Actions(containers, images, prepared.declaration().project(), oneOff, waitLimit);
    return new PlanExecution(actions, progress, cancellation, afterFailure, trace)
        .execute(prepared.plan());
  }

  /// `up` also says what runs already.
  private static void tellUntouched(Prepared prepared, ProgressReport report) {
    if (!(prepared.operation() instanceof Operation.Up up) || !up.start()) {
      return;
    }
    Set<String> touched =
        prepared.plan().nodes().stream()
            .map(PlanNode::action)
            .filter(Action.OfContainer.class::isInstance)
            .map(action -> ((Action.OfContainer) action).container().name())
            .collect(Collectors.toCollection(HashSet::new));
    for (ObservedContainer container : prepared.observed().containers()) {
      boolean asked = up.services().isEmpty() || up.services().contains(container.service());
      if (asked
          && container.running()
          && !container.oneOff()
          && !touched.contains(container.name())) {
        report.done("Container " + container.name(), "Running");
      }
    }
  }

  /// What is kept follows what was done.
  private void after(String project, Prepared prepared, PlanExecution.Outcome outcome) {
    Optional<ProjectRecord> record = store.find(project);
    if (record.isEmpty()) {
      return;
    }
    if (prepared.operation() instanceof Operation.Down down
        && down.services().isEmpty()
        && outcome.failures().isEmpty()
        && !outcome.cancelled()) {
      store.forget(project);
      return;
    }
    boolean changed =
        prepared.plan().nodes().stream()
            .anyMatch(node -> node.action() instanceof Action.RemoveContainer);
    if (changed) {
      store.save(Declaration.tidied(record.get(), listing.hashes(project)));
    }
  }

  private void reconcile(String project, Set<String> interrupted, Set<String> removedByUser) {
    Cancellation cancellation = new Cancellation();
    running.add(cancellation);
    try (var _ = locks.holdUntilWanted(project, cancellation::cancel)) {
      Optional<ProjectRecord> record =
          store.find(project).map(known -> listing.withoutRemoved(known, removedByUser));
      if (record.isEmpty()) {
        return;
      }
      store.save(record.get());
      Prepared prepared = preparation.reconcile(record.get(), interrupted);
      PlanExecution.Outcome outcome =
          execute(
              prepared,
              Actions.OneOff.NONE,
              Optional.empty(),
              new ActionProgress(ProgressReport.silent(), prepared.plan(), false),
              cancellation,
              PlanExecution.AfterFailure.KEEP_WAITING,
              Optional.empty());
      outcome.failures().forEach(failure -> loop.report(project, failure));
    } finally {
      running.remove(cancellation);
    }
    if (cancellation.isCancelled()) {
      loop.enqueue(project, interrupted, Set.of());
    }
  }

  @Override
  public List<ProjectSummary> list(boolean all) {
    return listing.list(all);
  }

  @Override
  public ProjectBody get(String project) {
    return listing.get(project);
  }

  @Override
  public List<ContainerSummary> containers(String project, List<String> services, int index) {
    return listing.containers(project, services, index);
  }

  @Override
  public Optional<String> trace(String project) {
    return Optional.ofNullable(traces.get(project));
  }

  @Override
  public void start() {
    loop.start();
  }

  /// What is going on comes to its end first, unless it takes its time: a container may have been
  /// given an hour to stop. What is left undone then is the next engine's, as after a crash.
  @Override
  public void close() {
    loop.close();
    List<Cancellation> open = new ArrayList<>(running);
    open.forEach(Cancellation::cancel);
    CompletableFuture<Void> ended =
        CompletableFuture.runAsync(
            () -> store.all().forEach(record -> locks.hold(record.name(), () -> {}).close()),
            task -> Thread.ofVirtual().name("projects end").start(task));
    Timer.Alarm limit = timer.after(CLOSE_LIMIT, () -> ended.complete(null));
    ended.join();
    limit.cancel();
  }
}
